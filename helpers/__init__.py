"""Small modules behind the notebooks, one idea each. Importing this loads none."""
