package githost

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"code.gitea.io/sdk/gitea"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// repository is a bare repository on disk.
type repository struct {
	Repository
	id int64
	// path is that below the directory of all repositories: <owner>/<name>.git.
	path string
}

// permission is what a user may do with the repository.
func (r *repository) permission(user string) *gitea.Permission {
	access := r.Access[user]
	admin := access == "admin" || strings.EqualFold(user, r.Owner)

	return &gitea.Permission{Admin: admin, Push: admin || access == "write", Pull: admin || access != ""}
}

// projectRoot is where the repositories are.
func (h *host) projectRoot() string { return filepath.Join(h.directory, "repositories") }

func (h *host) directoryOf(of *repository) string { return filepath.Join(h.projectRoot(), of.path) }

func (h *host) makeRepositories(configured []Repository) error {
	for index, wanted := range configured {
		if h.find(wanted.Owner, wanted.Name) != nil {
			return fmt.Errorf("the repository %s/%s is there twice", wanted.Owner, wanted.Name)
		}

		made := &repository{
			Repository: wanted,
			id:         int64(index + 1),
			path:       filepath.Join(wanted.Owner, wanted.Name+".git"),
		}
		h.repositories = append(h.repositories, made)

		if err := initialize(h.directoryOf(made), wanted); err != nil {
			return fmt.Errorf("the repository %s/%s cannot be made: %w", wanted.Owner, wanted.Name, err)
		}
	}

	return nil
}

// initialize makes a bare repository whose branch has one commit, the same in every run.
func initialize(directory string, of Repository) error {
	branch := plumbing.NewBranchReferenceName(of.Branch)

	made, err := git.PlainInitWithOptions(directory, &git.PlainInitOptions{
		Bare:        true,
		InitOptions: git.InitOptions{DefaultBranch: branch},
	})
	if err != nil {
		return err
	}

	file, err := storeBlob(made, "# "+of.Name+"\n")
	if err != nil {
		return err
	}

	tree, err := store(made, &object.Tree{Entries: []object.TreeEntry{{Name: "README.md", Mode: filemode.Regular, Hash: file}}})
	if err != nil {
		return err
	}

	author := object.Signature{Name: of.Owner, Email: of.Owner + "@example.com", When: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}

	commit, err := store(made, &object.Commit{Author: author, Committer: author, Message: "Initial commit\n", TreeHash: tree})
	if err != nil {
		return err
	}

	return made.Storer.SetReference(plumbing.NewHashReference(branch, commit))
}

func storeBlob(in *git.Repository, content string) (plumbing.Hash, error) {
	blob := in.Storer.NewEncodedObject()
	blob.SetType(plumbing.BlobObject)

	writer, err := blob.Writer()
	if err != nil {
		return plumbing.ZeroHash, err
	}

	if _, err := writer.Write([]byte(content)); err != nil {
		return plumbing.ZeroHash, errors.Join(err, writer.Close())
	}

	if err := writer.Close(); err != nil {
		return plumbing.ZeroHash, err
	}

	return in.Storer.SetEncodedObject(blob)
}

func store(in *git.Repository, stored interface {
	Encode(plumbing.EncodedObject) error
}) (plumbing.Hash, error) {
	encoded := in.Storer.NewEncodedObject()
	if err := stored.Encode(encoded); err != nil {
		return plumbing.ZeroHash, err
	}

	return in.Storer.SetEncodedObject(encoded)
}

// RepositoryState is what a repository holds.
type RepositoryState struct {
	Owner  string `json:"owner"`
	Name   string `json:"name"`
	Branch string `json:"branch"`
	// Head is the last commit of the branch, empty when the branch was removed.
	Head string `json:"head"`
	// Files are the paths in that commit, sorted.
	Files []string `json:"files"`
	// DeployKeys are sorted by id.
	DeployKeys []DeployKeyState `json:"deployKeys"`
}

// DeployKeyState is a deploy key without its content.
type DeployKeyState struct {
	ID          int64  `json:"id"`
	Title       string `json:"title"`
	Fingerprint string `json:"fingerprint"`
	ReadOnly    bool   `json:"readOnly"`
}

// Inventory returns what all repositories hold at the moment, in the order of the configuration.
func (s *Server) Inventory() ([]RepositoryState, error) {
	states := make([]RepositoryState, 0, len(s.host.repositories))

	for _, of := range s.host.repositories {
		state := RepositoryState{Owner: of.Owner, Name: of.Name, Branch: of.Branch, Files: []string{}, DeployKeys: []DeployKeyState{}}

		if err := readHead(s.host.directoryOf(of), &state); err != nil {
			return nil, fmt.Errorf("git host: reading %s/%s: %w", of.Owner, of.Name, err)
		}

		for _, key := range s.host.keys.of(of) {
			state.DeployKeys = append(state.DeployKeys, DeployKeyState{
				ID: key.id, Title: key.title, Fingerprint: key.fingerprint(), ReadOnly: key.readOnly,
			})
		}

		states = append(states, state)
	}

	return states, nil
}

func readHead(directory string, state *RepositoryState) error {
	opened, err := git.PlainOpen(directory)
	if err != nil {
		return err
	}

	head, err := opened.Reference(plumbing.NewBranchReferenceName(state.Branch), true)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return nil
	}

	if err != nil {
		return err
	}

	commit, err := opened.CommitObject(head.Hash())
	if err != nil {
		return err
	}

	files, err := commit.Files()
	if err != nil {
		return err
	}

	state.Head = head.Hash().String()

	err = files.ForEach(func(file *object.File) error {
		state.Files = append(state.Files, file.Name)

		return nil
	})
	slices.Sort(state.Files)

	return err
}
