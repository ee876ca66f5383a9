<?php
echo '<link rel=stylesheet href=/assets/main.css><p>Magazine</p>';
