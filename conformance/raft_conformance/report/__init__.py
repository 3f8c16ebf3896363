"""What a run of the suite says: on the console, as JSON, as JUnit XML."""
