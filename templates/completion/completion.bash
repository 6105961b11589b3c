# Completion of cdktf-proxmox-talos for bash, also behind npx and, in a clone, behind npm run <command> --.
# Load it with: source <(npx cdktf-proxmox-talos completion bash)

@TABLE@

@CANDIDATES@

__cdktf_proxmox_talos_bash() {
  local typed=${COMP_LINE:0:COMP_POINT} current='' found='' candidate=''
  local -a words=()
  read -ra words <<<"$typed"
  case $typed in *[[:space:]]) words+=('') ;; esac
  COMPREPLY=()
  if ! found=$(__cdktf_proxmox_talos_candidates "${words[@]}"); then
    __cdktf_proxmox_talos_others "$@"
    return
  fi
  current=${words[${#words[@]} - 1]}
  if [ "$found" = :files ]; then
    compopt -o default 2>/dev/null
    return
  fi
  while IFS= read -r candidate; do
    [ -z "$candidate" ] || COMPREPLY+=("$candidate")
  done <<<"$found"
  case "$typed" in *' explain '* | *' explain -- '*) compopt -o nospace 2>/dev/null ;; esac
}

# What completes npx and npm otherwise.
__cdktf_proxmox_talos_others() {
  local other=__cdktf_proxmox_talos_before_$1
  if [ -n "${!other}" ]; then
    "${!other}" "$@"
  else
    compopt -o default 2>/dev/null
  fi
}

for __cdktf_proxmox_talos_program in npx npm; do
  __cdktf_proxmox_talos_found=$(complete -p "$__cdktf_proxmox_talos_program" 2>/dev/null | sed -nE 's/.* -F ([^ ]+) .*/\1/p')
  [ "$__cdktf_proxmox_talos_found" = __cdktf_proxmox_talos_bash ] ||
    printf -v "__cdktf_proxmox_talos_before_$__cdktf_proxmox_talos_program" '%s' "$__cdktf_proxmox_talos_found"
done
unset __cdktf_proxmox_talos_program __cdktf_proxmox_talos_found

complete -F __cdktf_proxmox_talos_bash cdktf-proxmox-talos npx npm
