<?php
echo 'Symfony-like front controller';
