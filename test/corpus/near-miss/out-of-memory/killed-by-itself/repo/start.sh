#!/bin/sh
umask 027
python -m app.server
