"""The lowest floor: plain Python values and functions, without Django, input/output or a clock.

Everything here takes values and returns values; "today" always comes in as an argument. The one exception is
`duru.kernel.ids`, which draws a new random id.
"""
