<?php

$lines = ['id;name'];
foreach (range(1, 40) as $id) {
    usleep(100_000);
    $lines[] = "$id;Customer $id";
}

header('Content-Type: text/csv');
echo implode("\n", $lines);
