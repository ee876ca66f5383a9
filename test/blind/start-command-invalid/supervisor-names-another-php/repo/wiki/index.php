<?php
echo '<h1>Main Page</h1>';
