<?php

$lines = ['id;name'];
foreach (range(1, 50) as $id) {
    // One call of the shop's API each.
    usleep(100_000);
    $lines[] = "$id;Customer $id";
}

header('Content-Type: text/csv');
echo implode("\n", $lines);
