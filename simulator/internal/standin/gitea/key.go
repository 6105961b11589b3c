package gitea

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	sdk "code.gitea.io/sdk/gitea"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

func (s *server) createKey(ctx context.Context, planned, _ standin.Values) (standin.Values, error) {
	client, err := s.client(ctx)
	if err != nil {
		return nil, err
	}

	repository, _, err := client.GetRepoByID(standin.Int(planned["repository"]))
	if err != nil {
		return nil, inWords(err)
	}

	key, _, err := client.CreateDeployKey(repository.Owner.UserName, repository.Name, sdk.CreateKeyOption{
		Title:    standin.Text(planned["title"]),
		Key:      standin.Text(planned["key"]),
		ReadOnly: standin.Bool(planned["read_only"]),
	})
	if err != nil {
		return nil, inWords(err)
	}

	standin.Set(planned, "id", fmt.Sprintf("%d/%d", repository.ID, key.ID))

	return planned, nil
}

func (s *server) readKey(ctx context.Context, state standin.Values) (standin.Values, error) {
	repository, client, id, err := s.find(ctx, state)
	if err != nil || repository == nil {
		return nil, err
	}

	key, response, err := client.GetDeployKey(repository.Owner.UserName, repository.Name, id)
	if isNotFound(response) {
		return nil, nil
	}

	if err != nil {
		return nil, inWords(err)
	}

	standin.Set(state, "repository", repository.ID)
	standin.Set(state, "title", key.Title)
	standin.Set(state, "read_only", key.ReadOnly)

	if normal(key.Key) != normal(standin.Text(state["key"])) {
		standin.Set(state, "key", key.Key)
	}

	return state, nil
}

func (s *server) deleteKey(ctx context.Context, state standin.Values) error {
	repository, client, id, err := s.find(ctx, state)
	if err != nil || repository == nil {
		return err
	}

	response, err := client.DeleteDeployKey(repository.Owner.UserName, repository.Name, id)
	if isNotFound(response) {
		return nil
	}

	return inWords(err)
}

// importKey takes the id that the state has: number of the repository and number of the key, such as 1/3.
func (s *server) importKey(ctx context.Context, id string, empty standin.Values) (standin.Values, error) {
	standin.Set(empty, "id", id)

	found, err := s.readKey(ctx, empty)
	if err == nil && found == nil {
		err = &standin.Fault{Summary: "Cannot import non-existent remote object", Detail: fmt.Sprintf("there is no deploy key %s.", id)}
	}

	return found, err
}

// find returns the repository of a key and the number of the key; there is no repository when it is gone.
func (s *server) find(ctx context.Context, state standin.Values) (*sdk.Repository, *sdk.Client, int64, error) {
	repositoryText, keyText, found := strings.Cut(standin.Text(state["id"]), "/")
	repositoryID, repositoryErr := strconv.ParseInt(repositoryText, 10, 64)
	keyID, keyErr := strconv.ParseInt(keyText, 10, 64)

	if !found || repositoryErr != nil || keyErr != nil {
		return nil, nil, 0, fmt.Errorf("got the id %q, it must be the numbers of a repository and of a key, such as 1/3", standin.Text(state["id"]))
	}

	client, err := s.client(ctx)
	if err != nil {
		return nil, nil, 0, err
	}

	repository, response, err := client.GetRepoByID(repositoryID)
	if isNotFound(response) {
		return nil, nil, 0, nil
	}

	return repository, client, keyID, inWords(err)
}

// normal is a key without the white space around it, which means nothing.
func normal(key string) string {
	return strings.TrimSpace(strings.ReplaceAll(key, "\r", ""))
}

func text(number int64) string { return strconv.FormatInt(number, 10) }
