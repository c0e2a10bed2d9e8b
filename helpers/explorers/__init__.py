"""The interactive views, one module each; `explorers.NAME(...)` shows one."""
