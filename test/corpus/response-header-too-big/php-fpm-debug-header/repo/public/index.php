<?php

declare(strict_types=1);

require __DIR__ . '/../src/Profiler.php';

$profiler = new Profiler();
$products = [];
foreach (range(1, 90) as $id) {
    $profiler->mark("catalog.product.load.$id");
    $products[] = ['id' => $id, 'name' => "Product $id"];
}
$profiler->send();

header('Content-Type: application/json');
echo json_encode($products);
