"""The manual: a Markdown file a topic, and the man page that is made of them."""
