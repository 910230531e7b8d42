"""A meeting's agenda, edited live by everybody in the room."""
