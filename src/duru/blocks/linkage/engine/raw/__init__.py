"""Read raw text columns into the engine's frame, a million rows in a second or two.

What is right is defined by the kernel (`kernel.names`, `births`, `phones`, `addresses`), cell by cell. Here the common shapes are
read by whole columns and everything else goes to the kernel, one call per distinct value; tests compare the two.
"""
