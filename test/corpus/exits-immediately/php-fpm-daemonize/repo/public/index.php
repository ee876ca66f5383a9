<?php
header('Content-Type: text/plain');
echo "Recipes of the week\n";
