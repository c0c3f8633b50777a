"""Landing, generations and the engines that read them."""
