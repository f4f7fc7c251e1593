"""Published targets, and how the numbers of the model were fitted to them."""
