<?php
echo '<h1>Petition list</h1>';
