"""How quickly long lists are shown."""
