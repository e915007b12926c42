"""The engines that the tests run on: found, started once a session, and stopped."""
