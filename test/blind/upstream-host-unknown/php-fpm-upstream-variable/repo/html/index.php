<?php
echo '<h1>Just another blog</h1>';
