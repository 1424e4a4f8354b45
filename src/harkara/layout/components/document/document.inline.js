document.documentElement.dataset.scripts="";
