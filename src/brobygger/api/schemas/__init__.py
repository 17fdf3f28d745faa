"""The shapes of what comes in and goes out, which OpenAPI is made from."""
