"""What gunicorn reads when it is started here."""

logger_class = "portal.logs.GunicornLogger"
