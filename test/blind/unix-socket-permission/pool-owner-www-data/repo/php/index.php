<?php
echo 'the world is yours';
