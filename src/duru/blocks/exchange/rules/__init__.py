"""Pure decisions of intake: where the header is, which column is which field, which rows count and why not."""
