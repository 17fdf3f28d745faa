"""Models from and to other tools: networks as JSON in the form of json2ciw, and Ciw itself as a second opinion."""
