"""The course's code, in four wings; a module may import what its wing may.

    common   chosen one_thread                              may be imported by all
    taught   convolution kernels arithmetic layers models training features transfer
    stored   datasets runs intervals                        may import: taught
    shown    plots widgets                                  nothing of the subject
    stage    explorers checks                               may import: all

Importing this package loads none of them.
"""
