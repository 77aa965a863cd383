"""What gunicorn reads when it is started here."""

# Letting in a whole archive takes some twenty seconds, on a slow server more.
timeout = 120
logger_class = "portal.logs.GunicornLogger"
