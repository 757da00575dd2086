"""Pure decisions about papers."""
