"""The nightly job: dates and findings become messages to the people who own them, each sent once."""
