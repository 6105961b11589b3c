// Package gitea registers deploy keys at a server of Gitea's API, as go-gitea/gitea does.
package gitea

import (
	"context"
	"net/http"
	"strings"

	sdk "code.gitea.io/sdk/gitea"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

// Behaviour is what go-gitea/gitea 0.8.1 does with gitea_repository_key and gitea_repo; its other types are served only. It
// contacts the server while it is configured, so no plan works without it and without a token that may read its user.
func Behaviour() standin.Behaviour {
	gitea := &server{}

	return standin.Behaviour{
		Rules:     []standin.Rule{isURL, oneLogin},
		Configure: gitea.configure,
		Resources: map[string]standin.Resource{"gitea_repository_key": {
			Rules:    []standin.Rule{rules.NotModelled("id")},
			Defaults: map[string]tftypes.Value{"read_only": tftypes.NewValue(tftypes.Bool, true)},
			Replaces: []string{"repository", "title", "key", "read_only"},
			Create:   gitea.createKey,
			Read:     gitea.readKey,
			Delete:   gitea.deleteKey,
			Import:   gitea.importKey,
		}},
		DataSources: map[string]standin.DataSource{"gitea_repo": {
			Rules: []standin.Rule{rules.NotModelled("id")},
			Read:  gitea.readRepository,
		}},
	}
}

func (s *server) readRepository(ctx context.Context, config standin.Values) (standin.Values, error) {
	client, err := s.client(ctx)
	if err != nil {
		return nil, err
	}

	owner, name := strings.ToLower(standin.Text(config["username"])), strings.ToLower(standin.Text(config["name"]))

	found, _, err := client.GetRepo(owner, name)
	if err != nil {
		return nil, inWords(err)
	}

	permissions := sdk.Permission{}
	if found.Permissions != nil {
		permissions = *found.Permissions
	}

	// created and updated stay null: the provider sets times where texts belong, and does not look whether it could
	for attribute, value := range map[string]any{
		"id":                  text(found.ID),
		"full_name":           found.FullName,
		"description":         found.Description,
		"private":             found.Private,
		"fork":                found.Fork,
		"mirror":              found.Mirror,
		"size":                found.Size,
		"html_url":            found.HTMLURL,
		"ssh_url":             found.SSHURL,
		"clone_url":           found.CloneURL,
		"website":             found.Website,
		"stars":               found.Stars,
		"forks":               found.Forks,
		"watchers":            found.Watchers,
		"open_issue_count":    found.OpenIssues,
		"default_branch":      found.DefaultBranch,
		"default_merge_style": string(found.DefaultMergeStyle),
		"permission_admin":    permissions.Admin,
		"permission_push":     permissions.Push,
		"permission_pull":     permissions.Pull,
	} {
		standin.Set(config, attribute, value)
	}

	return config, nil
}

func isNotFound(response *sdk.Response) bool {
	return response != nil && response.Response != nil && response.StatusCode == http.StatusNotFound
}
