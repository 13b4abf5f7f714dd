"""Where files and published data may stand besides folders: stores of objects such as S3."""
