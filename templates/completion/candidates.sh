# The words that may stand where the last one is being typed, a line each. bash and zsh read this alike.
# Beside words it prints ":files" where a path is meant, and words that end in "=" or "." go on.
__cdktf_proxmox_talos_candidates() {
  [ -z "$ZSH_VERSION" ] || emulate -L sh
  local line='' kind='' of='' name='' more='' command='' awaited='' option='' word='' count=0 files='' stacks=''
  # in a clone: npm run plan -- home; elsewhere: npx cdktf-proxmox-talos plan home
  case $1 in
    npm)
      [ "$2" = run ] && [ "$4" = -- ] && [ $# -gt 4 ] || return 1
      command=$3
      shift 4
      ;;
    npx)
      shift
      [ "$1" = cdktf-proxmox-talos ] && [ $# -gt 1 ] || return 1
      shift
      ;;
    *) shift ;;
  esac
  while [ $# -gt 1 ]; do
    word=$1
    shift
    if [ -n "$awaited" ]; then
      awaited=''
      __cdktf_proxmox_talos_place "$option" "$word"
      continue
    fi
    case $word in
      --) return 0 ;; # options of OpenTofu
      --*=*) __cdktf_proxmox_talos_place "${word%%=*}" "${word#*=}" ;;
      -*)
        option=$word
        awaited=$(__cdktf_proxmox_talos_find option "$command" "$word")
        ;;
      *)
        if [ -z "$command" ]; then command=$word; else count=$((count + 1)); fi
        ;;
    esac
  done
  if [ -n "$awaited" ]; then
    __cdktf_proxmox_talos_values "$awaited" "$1"
    return 0
  fi
  case $1 in
    --*=*)
      awaited=$(__cdktf_proxmox_talos_find option "$command" "${1%%=*}")
      __cdktf_proxmox_talos_values "$awaited" "${1#*=}"
      ;;
    -*) __cdktf_proxmox_talos_names option "$command" "$1" ;;
    *)
      if [ -z "$command" ]; then
        __cdktf_proxmox_talos_names command '' "$1"
      else
        kind=$(__cdktf_proxmox_talos_find argument "$command" "$count")
        [ -n "$kind" ] || kind=$(__cdktf_proxmox_talos_find argument "$command" '*')
        __cdktf_proxmox_talos_values "$kind" "$1"
      fi
      ;;
  esac
}

# Notes where the line says that cluster files and stacks are.
__cdktf_proxmox_talos_place() {
  local directory=$2
  case $directory in '~/'*) directory=$HOME/${directory#'~/'} ;; esac
  case $1 in
    --cluster-directory) files=$directory ;;
    --output) stacks=$directory ;;
  esac
}

# Notes where they are otherwise: a command that can be told reads the usual place, the others what the project synthesizes.
__cdktf_proxmox_talos_places() {
  [ -n "$stacks" ] || stacks=${CDKTF_OUTDIR:-cdktf.out}
  [ -n "$files" ] || [ -n "$(__cdktf_proxmox_talos_find option "$command" --cluster-directory)" ] || [ ! -f cdktf.json ] ||
    files=$(sed -nE 's/.*"app" *: *"([^"]*)".*/\1/p' cdktf.json | sed -nE 's/.* --cluster-directory[= ]+([^ ]+).*/\1/p')
  [ -n "$files" ] || files=stacks/clusters
}

# What is said of a name in the table; nothing of an option without a value.
__cdktf_proxmox_talos_find() {
  local kind='' of='' name='' more='' rest=''
  while IFS='|' read -r kind of name more rest; do
    if [ "$kind" = "$1" ] && [ "$of" = "$2" ] && [ "$name" = "$3" ]; then
      printf '%s\n' "$more"
      return 0
    fi
  done <<EOF
$__cdktf_proxmox_talos_table
EOF
}

# Names in the table that begin with what is typed.
__cdktf_proxmox_talos_names() {
  local kind='' of='' name='' more='' rest=''
  while IFS='|' read -r kind of name more rest; do
    [ "$kind" = "$1" ] && [ "$of" = "$2" ] || continue
    case $name in "$3"*) printf '%s\n' "$name" ;; esac
  done <<EOF
$__cdktf_proxmox_talos_table
EOF
}

# Values of a kind that begin with what is typed.
__cdktf_proxmox_talos_values() {
  local value=''
  case $1 in
    files) echo ':files' ;;
    clusters) __cdktf_proxmox_talos_clusters ;;
    keys) __cdktf_proxmox_talos_keys "$2" ;;
    words:*) printf '%s\n' "${1#words:}" | tr , '\n' ;;
  esac | while IFS= read -r value; do
    case $value in "$2"* | :files) printf '%s\n' "$value" ;; esac
  done
}

# Names of clusters: those that are synthesized, and those of cluster files.
__cdktf_proxmox_talos_clusters() {
  local file=''
  __cdktf_proxmox_talos_places
  {
    for file in "$stacks"/stacks/*/cdk.tf.json; do
      [ -f "$file" ] && file=${file%/*} && printf '%s\n' "${file##*/}"
    done
    for file in "$files"/*.yaml "$files"/*.yml; do
      [ -f "$file" ] && sed -nE "s/^name: *['\"]?([A-Za-z0-9][A-Za-z0-9_.-]*).*/\1/p" "$file"
    done
    for file in "$files"/*.ts; do
      case $file in *.d.ts) continue ;; esac
      [ -f "$file" ] && sed -nE "s/^  name: *['\"]([A-Za-z0-9][A-Za-z0-9_.-]*)['\"].*/\1/p" "$file"
    done
  } | sort -u
}

# Keys of the cluster file that may follow; any name stands for those that a person chooses.
__cdktf_proxmox_talos_keys() {
  local kind='' place='' keys='' rest='' parent='' key=''
  case $1 in *.*) parent=${1%.*} ;; esac
  while IFS='|' read -r kind place keys rest; do
    [ "$kind" = keys ] || continue
    [[ $parent =~ $place ]] || continue
    for key in $(printf '%s' "$keys" | tr , ' '); do
      printf '%s\n' "${parent:+$parent.}$key"
    done
  done <<EOF | sort -u
$__cdktf_proxmox_talos_table
EOF
}
