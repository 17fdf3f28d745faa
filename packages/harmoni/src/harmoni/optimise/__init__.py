"""The best use of the money: bounds, a start by mixed-integer programming, search on the simulator, and selection."""
