<?php
require __DIR__ . '/../lib/programme.php';
header('Content-Type: application/rss+xml');
echo '<?xml version="1.0"?><rss version="2.0"><channel><title>Radio</title>';
foreach (programme() as $show) {
    echo '<item><title>', htmlspecialchars($show), '</title></item>';
}
echo '</channel></rss>';
