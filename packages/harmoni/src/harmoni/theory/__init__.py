"""What is known exactly about queues: the measure the engine is held to."""
