"""One machine: what `./run` starts, and in which order.

`environment` fills in what the operator left open, `services` knows how Redis and Chroma are
started, `supervision` keeps everything running from the Procfile, `__main__` tells the story.
"""
