<?php
echo date('c'), " no scheduled tasks are due\n";
