try{const size=localStorage.getItem("harkara:text");if(size==="small"||size==="large")document.documentElement.dataset.text=size}catch{}
