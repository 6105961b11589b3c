# Completion of cdktf-proxmox-talos for fish, also behind npx and, in a clone, behind npm run <command> --.
# Load it with: npx cdktf-proxmox-talos completion fish | source

@TABLE@

# The words up to the one that is being typed, as if the program stood first; fails where another program is meant.
function __cdktf_proxmox_talos_typed
    set -l words (commandline -opc)
    switch "$words[1]"
        case npx
            test "$words[2]" = cdktf-proxmox-talos; or return 1
            printf '%s\n' $words[2..-1]
        case npm
            test "$words[2]" = run; and test "$words[4]" = --; or return 1
            printf '%s\n' cdktf-proxmox-talos $words[3] $words[5..-1]
        case '*'
            printf '%s\n' $words
    end
end

# What the table says of a name.
function __cdktf_proxmox_talos_find
    for line in $__cdktf_proxmox_talos_table
        set -l cells (string split '|' -- $line)
        if test "$cells[1]" = "$argv[1]"; and test "$cells[2]" = "$argv[2]"; and test "$cells[3]" = "$argv[3]"
            echo $cells[4]
            return
        end
    end
end

# Names in the table, with their words.
function __cdktf_proxmox_talos_names
    for line in $__cdktf_proxmox_talos_table
        set -l cells (string split '|' -- $line)
        if test "$cells[1]" = "$argv[1]"; and test "$cells[2]" = "$argv[2]"
            printf '%s\t%s\n' $cells[3] "$cells[5]"
        end
    end
end

# Where cluster files and stacks are: as the line says, else what the project synthesizes, else the usual places.
function __cdktf_proxmox_talos_places
    set -l files
    set -l stacks cdktf.out
    test -n "$CDKTF_OUTDIR"; and set stacks $CDKTF_OUTDIR
    set -l option ''
    for word in $argv[2..-1]
        switch "$option"
            case --cluster-directory
                set files $word
            case --output
                set stacks $word
        end
        set option $word
        switch $word
            case '--cluster-directory=*'
                set files (string replace -r '^[^=]*=' '' -- $word)
            case '--output=*'
                set stacks (string replace -r '^[^=]*=' '' -- $word)
        end
    end
    # a command that can be told reads the usual place
    if test -z "$files"; and test -f cdktf.json; and test -z (__cdktf_proxmox_talos_find option "$argv[1]" --cluster-directory)""
        set files (string replace -rf '.*"app" *: *"([^"]*)".*' '$1' <cdktf.json | string replace -rf '.* --cluster-directory[= ]+([^ ]+).*' '$1')
    end
    test -n "$files"; or set files stacks/clusters
    string replace -r '^~/' "$HOME/" -- $files $stacks
end

# Names of clusters: those that are synthesized, and those of cluster files.
function __cdktf_proxmox_talos_clusters
    set -l places (__cdktf_proxmox_talos_places $argv)
    begin
        for file in $places[2]/stacks/*/cdk.tf.json
            basename (dirname $file)
        end
        for file in $places[1]/*.yaml $places[1]/*.yml
            string replace -rf '^name: *[\'"]?([A-Za-z0-9][A-Za-z0-9_.-]*).*' '$1' <$file
        end
        for file in $places[1]/*.ts
            string match -q '*.d.ts' $file; and continue
            string replace -rf '^  name: *[\'"]([A-Za-z0-9][A-Za-z0-9_.-]*)[\'"].*' '$1' <$file
        end
    end | sort -u
end

# Keys of the cluster file that may follow what is typed.
function __cdktf_proxmox_talos_keys
    set -l parent (string replace -rf '\.[^.]*$' '' -- "$argv[1]")
    for line in $__cdktf_proxmox_talos_table
        set -l cells (string split '|' -- $line)
        test "$cells[1]" = keys; or continue
        string match -rq -- $cells[2] "$parent"; or continue
        for key in (string split , -- $cells[3])
            if test -n "$parent"
                echo $parent.$key
            else
                echo $key
            end
        end
    end | sort -u
end

# Values of a kind; behind what is typed stand the command and its words.
function __cdktf_proxmox_talos_values
    switch "$argv[1]"
        case files
            __fish_complete_path $argv[2]
        case clusters
            __cdktf_proxmox_talos_clusters $argv[3..-1]
        case keys
            __cdktf_proxmox_talos_keys $argv[2]
        case 'words:*'
            string split , -- (string replace words: '' -- $argv[1])
    end
end

# Everything that may stand where something is being typed.
function __cdktf_proxmox_talos_candidates
    set -l words (__cdktf_proxmox_talos_typed); or return
    set -l current (commandline -ct)
    set -l command ''
    set -l awaited ''
    set -l count 0
    set -e words[1]
    for word in $words
        if test -n "$awaited"
            set awaited ''
            continue
        end
        switch $word
            case --
                return
            case '--*=*'
            case '-*'
                set awaited (__cdktf_proxmox_talos_find option "$command" $word)
            case '*'
                if test -z "$command"
                    set command $word
                else
                    set count (math $count + 1)
                end
        end
    end
    if test -n "$awaited"
        __cdktf_proxmox_talos_values $awaited "$current" "$command" $words
        return
    end
    switch "$current"
        case '--*=*'
            set -l option (string replace -r '=.*' '' -- $current)
            set -l kind (__cdktf_proxmox_talos_find option "$command" $option)
            for value in (__cdktf_proxmox_talos_values "$kind" (string replace -r '^[^=]*=' '' -- $current))
                echo $option=$value
            end
        case '-*'
            __cdktf_proxmox_talos_names option "$command"
        case '*'
            if test -z "$command"
                __cdktf_proxmox_talos_names command ''
                return
            end
            set -l kind (__cdktf_proxmox_talos_find argument "$command" $count)
            test -n "$kind"; or set kind (__cdktf_proxmox_talos_find argument "$command" '*')
            __cdktf_proxmox_talos_values "$kind" "$current" "$command" $words
    end
end

complete -c cdktf-proxmox-talos -f -a '(__cdktf_proxmox_talos_candidates)'
for program in npx npm
    complete -c $program -n '__cdktf_proxmox_talos_typed >/dev/null' -f -a '(__cdktf_proxmox_talos_candidates)'
end
