<?php
require __DIR__ . '/catalogue.php';
header('Content-Type: text/html; charset=utf-8');
foreach (catalogue() as $sku => $price) {
    printf("<p>%s: %.2f</p>\n", htmlspecialchars($sku), $price);
}
