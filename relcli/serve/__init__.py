"""The answers over HTTP, by FastAPI and uvicorn, which are an extra of this package."""
