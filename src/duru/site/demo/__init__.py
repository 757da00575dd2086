"""The demo district 해오름구 on its desks: made by the product's own deeds, tried by one click, compared with its known truth."""
