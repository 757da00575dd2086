"""두루: one platform on which a Korean local government and its agencies serve people evenly."""
