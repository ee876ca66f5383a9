import os

index_name = os.environ["INDEX_NAME"]
page_size = int(os.environ["RESULTS_PER_PAGE"])
