"""Deeds of benefits: the catalogue (`operations.catalogue`), one handout at a door (`operations.handouts`).

Nothing is gathered here: the words of the catalogue stand on the one and under the other.
"""
