"""Training the bundled models from labelled data. Nothing at run time imports this package."""
