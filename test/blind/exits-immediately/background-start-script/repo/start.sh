#!/bin/bash
echo "starting seminar"
nohup ./seminar > seminar.log 2>&1 &
echo "started, pid $!"
