<?php
$rows = [];
for ($i = 0; $i < 150; $i++) {
    $rows[] = str_repeat(chr(65 + $i % 26), 1024 * 1024);
}
echo count($rows), ' rows';
