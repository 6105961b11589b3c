#compdef cdktf-proxmox-talos
# Completion of cdktf-proxmox-talos for zsh, also behind npx and, in a clone, behind npm run <command> --.
# Load it, after compinit, with: source <(npx cdktf-proxmox-talos completion zsh)

@TABLE@

@CANDIDATES@

__cdktf_proxmox_talos_zsh() {
  local found='' prefix=''
  if ! found=$(__cdktf_proxmox_talos_candidates "${(@)words[1,CURRENT]}"); then
    local other=${__cdktf_proxmox_talos_before[$service]}
    if [[ -n $other ]]; then $other "$@"; else _files; fi
    return
  fi
  # what stands before the sign in --option=value is no part of the value
  if [[ $words[CURRENT] == --*=* ]]; then compset -P '*='; fi
  if [[ $found == :files ]]; then
    _files
    return
  fi
  local -a candidates=("${(@f)found}")
  candidates=("${(@)candidates:#}")
  if [[ $words[*] == *' explain '* ]]; then compadd -S '' -- $candidates; else compadd -- $candidates; fi
}

typeset -gA __cdktf_proxmox_talos_before
for __cdktf_proxmox_talos_program in npx npm; do
  [[ ${_comps[$__cdktf_proxmox_talos_program]} == __cdktf_proxmox_talos_zsh ]] ||
    __cdktf_proxmox_talos_before[$__cdktf_proxmox_talos_program]=${_comps[$__cdktf_proxmox_talos_program]}
done
unset __cdktf_proxmox_talos_program

compdef __cdktf_proxmox_talos_zsh cdktf-proxmox-talos npx npm
