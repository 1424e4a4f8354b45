document.documentElement.dataset.scripts="";
try{const link=navigator.connection??{};if(localStorage.getItem("harkara:face")==="FACE"&&!link.saveData&&!/2g|3g/.test(link.effectiveType))document.documentElement.dataset.face=""}catch{}
addEventListener("load",()=>new PerformanceObserver(()=>import("ISLANDS")).observe({type:"paint",buffered:1}))
