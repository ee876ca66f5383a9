trap 'kill $(jobs -p)' TERM INT
node queue.js &
node web.js &
wait
