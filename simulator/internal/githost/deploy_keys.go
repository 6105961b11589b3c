package githost

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// Answers of Gitea to a key that it does not accept.
var (
	errKeyInRepository = errors.New("This key has already been added to this repository") //nolint:staticcheck // Gitea's words
	errKeyOfUser       = errors.New("Key content has been used as non-deploy key")        //nolint:staticcheck // Gitea's words
	errTitleUsed       = errors.New("A key with the same name already exists")            //nolint:staticcheck // Gitea's words
	errNoTitle         = errors.New("[Title]: Required")                                  //nolint:staticcheck // Gitea's words
)

// deployKeys are the deploy keys of all repositories; an id is never used again.
type deployKeys struct {
	mu   sync.Mutex
	last int64
	keys []deployKey
}

type deployKey struct {
	id         int64
	repository *repository
	title      string
	key        ssh.PublicKey
	// content is type, key and comment, without a line end.
	content  string
	readOnly bool
	created  time.Time
}

func (k deployKey) fingerprint() string { return ssh.FingerprintSHA256(k.key) }

func (d *deployKeys) add(to *repository, title, text string, readOnly bool, users []user) (deployKey, error) {
	if title == "" {
		return deployKey{}, errNoTitle
	}

	key, comment, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
	if err != nil {
		return deployKey{}, errors.New("Invalid key content: " + err.Error()) //nolint:staticcheck // Gitea's words
	}

	for _, user := range users {
		if sameKey(user.key, key) {
			return deployKey{}, errKeyOfUser
		}
	}

	d.mu.Lock()
	defer d.mu.Unlock()

	for _, other := range d.keys {
		switch {
		case other.repository != to:
		case sameKey(other.key, key):
			return deployKey{}, errKeyInRepository
		case other.title == title:
			return deployKey{}, errTitleUsed
		}
	}

	d.last++

	added := deployKey{
		id:         d.last,
		repository: to,
		title:      title,
		key:        key,
		content:    strings.TrimSpace(strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))) + " " + comment),
		readOnly:   readOnly,
		created:    time.Now().UTC().Truncate(time.Second),
	}
	d.keys = append(d.keys, added)

	return added, nil
}

// of lists the keys of a repository, the oldest first.
func (d *deployKeys) of(repository *repository) []deployKey {
	d.mu.Lock()
	defer d.mu.Unlock()

	return slices.DeleteFunc(slices.Clone(d.keys), func(key deployKey) bool { return key.repository != repository })
}

func (d *deployKeys) find(repository *repository, id int64) (deployKey, bool) {
	for _, key := range d.of(repository) {
		if key.id == id {
			return key, true
		}
	}

	return deployKey{}, false
}

func (d *deployKeys) remove(repository *repository, id int64) {
	d.mu.Lock()
	defer d.mu.Unlock()

	d.keys = slices.DeleteFunc(d.keys, func(key deployKey) bool { return key.repository == repository && key.id == id })
}

// knows says whether the key is a deploy key of any repository.
func (d *deployKeys) knows(key ssh.PublicKey) bool {
	d.mu.Lock()
	defer d.mu.Unlock()

	return slices.ContainsFunc(d.keys, func(known deployKey) bool { return sameKey(known.key, key) })
}

func sameKey(a, b ssh.PublicKey) bool { return bytes.Equal(a.Marshal(), b.Marshal()) }
